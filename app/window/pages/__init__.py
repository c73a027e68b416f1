"""The pages of the window, one module each, and what a single page shows: a model's card, its heat maps.

Gives: `translate_page.TranslatePage`, `files_page.FilesPage`, `models_page.ModelsPage`, `settings_page.SettingsPage`
and the three on `table_page.TablePage`.
May import every other room of the window but the desktop; may be used by `main_window` alone.
"""
