"""What every page is made of: colours, icons, buttons and labels, rows of a table, the rail.

Gives: `theme.current_theme`, `icons.icon`, `controls.Retranslating`, `row_model.RowModel`.
May import PySide6, `app.paths` and `app.settings`; may be used by every room of the window.
"""
