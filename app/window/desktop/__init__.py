"""Where the window meets the desktop: tray, global hotkey, one running instance, crash reports.

Gives: `tray.Tray`, `hotkey.GlobalHotkey`, `single.SingleInstance`, `crash.CrashReporter`.
May import `main_window` and the widgets; may be used by `application` alone.
"""
