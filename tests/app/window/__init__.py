"""Tests of the window: what a person can do in it, and which test does it with the real widgets and engine.

`driving` clicks, types, drops and answers dialogs; `conftest` gives every test a window on the shipped
bundles, whose words no test expects: what is shown is compared with what the translator itself says. The
only stand-ins are a pause (a slow machine) and injected failures (`engine`). Below, test modules are named
without `test_`, tests without `test_` too.

Translate (translate_page)
  as you type, after a pause: typing_is_translated_after_a_pause
  only changed sentences: only_the_changed_sentence_is_translated_again
  stale work cancelled, off the main thread: work_is_off_the_main_thread_and_stale_work_is_cancelled
  never frozen: the_event_loop_answers_while_a_long_text_is_translated,
  the_event_loop_answers_within_50_ms_while_a_long_text_is_translated
  a long text appears bit by bit: a_long_text_appears_in_portions
  structure: every_blank_bullet_and_line_break_comes_back
  by button: without_as_you_type_the_button_translates
  pickers, auto with the guess: auto_shows_the_guess, choosing_the_same_language_moves_the_other_box
  swap: swap_exchanges_languages_and_texts
  copy, paste and translate, clear, undo: copy_paste_clear_and_undo, shortcuts_reach_the_actions
  drop text or files: dropped_text_and_text_file_are_translated, other_dropped_files_are_queued_and_translated
  words, words/s, device and why: counts_speed_and_device_are_shown
  a missing model: a_missing_model_is_said_and_importing_one_by_the_button_mends_it
  the target follows, an offer, auto comes back: english_with_the_target_english_goes_to_the_last_other_language,
    another_language_than_the_chosen_one_is_offered,
    auto_comes_back_after_swapping_and_after_an_entry_of_the_history,
    languages_are_buttons_for_mouse_and_keyboard (choice)
  nothing moves, everything fits, work can be stopped (standing_still): opening_the_panel_and_messages_move_nothing,
    a_long_text_can_be_stopped, the_panes_scroll_together, the_wheel_and_keys_make_the_text_larger,
    another_word_takes_its_place, the_window_is_never_larger_than_the_screen,
    the_rail_has_icons_alone_in_a_narrow_window, a_drop_down_list_shows_every_entry
Edits are kept (edits_are_kept, overrides)
  through everything: an_edit_outlives_new_text_settings_terms_and_models,
    a_chosen_version_and_an_edit_outlive_saving_a_pair, settings_that_change_no_result_translate_nothing_again,
    an_edit_while_a_text_is_being_translated_is_kept, an_edit_is_there_after_a_restart_and_in_the_history,
    an_opened_entry_of_the_history_is_shown_as_it_was_kept, undo_in_the_translation_takes_the_edit_back_for_good,
    any_edits_come_back_exactly_over_the_same_translation
  on the disk in time: steady_typing_is_on_the_disk_in_time, damaged_drafts_are_set_aside
Look closer (looking_closer)
  counterparts: hover_highlights_the_counterpart_in_both_directions, other_words_are_offered_under_the_mouse
  alternatives: clicking_a_sentence_offers_versions_and_replaces_it, clicking_the_source_chooses_the_sentence_too
  by keyboard: the_keyboard_alone_chooses_a_sentence_and_takes_a_version
  unsure words, switchable: unsure_words_are_underlined_below_the_limit_of_the_settings
  flags with the reason: a_flagged_sentence_is_marked_with_the_reason
  edit and save the pair: an_edited_sentence_is_saved_and_used_exactly_afterwards,
    the_panels_button_saves_the_chosen_sentence, edits_with_emoji_keep_the_sentences_apart
Files (files_page)
  drop, open result and folder, report: a_dropped_text_file_comes_back_translated_beside_itself
  formats: a_word_document_keeps_its_formatting, subtitles_keep_their_times
  dialogs, folders: files_and_a_folder_are_chosen_in_dialogs
  progress per file and overall: progress_is_shown_per_file_and_overall
  pause, cancel, go on: pause_stop_and_going_on
  retry: a_bad_file_fails_alone_and_can_be_tried_again, a_crash_of_the_engine_fails_the_file_and_is_told
  in the background: the_queue_goes_on_in_the_background
  over a restart: the_queue_survives_a_restart_of_the_program
  glossary, memory, beam: glossary_memory_and_beam_hold_for_files_too
Models (other_pages, attention, model_card)
  list from the cards: the_shipped_models_are_listed_with_what_their_cards_say
  import, default, verify, remove: a_bundle_is_imported_made_default_verified_and_removed,
    a_file_that_is_no_bundle_is_refused_with_its_name
  deductive outputs: the_shipped_models_deductive_outputs_are_drawn
  attention: the_page_follows_the_current_sentence, the_picture_shows_the_weights_and_tells_them
Glossary, memory, history (other_pages, translate_page)
  tables: glossary_edit_search_remove_export_import, memory_edit_search_remove_export_import
  used: a_term_typed_into_the_glossary_stands_in_the_translation
  history: a_finished_translation_opens_again_from_the_history_and_is_wiped,
    a_translation_that_takes_longer_than_the_rest_enters_the_history,
    history_never_pairs_a_new_text_with_the_old_ones_translation
  off and private: nothing_is_written_in_private_mode_or_with_the_history_off, history_follows_its_settings
Settings (settings, program)
  one declaration: the_page_has_a_control_for_every_option_with_its_description,
    the_command_line_has_every_option_and_refuses_wrong_ones
  values hold at once: values_are_stored_and_hold_at_once, device_and_threads_make_a_new_translator,
    a_shortcut_can_be_changed, the_interface_language_changes_while_running,
    the_folder_for_files_is_chosen_in_a_dialog
  one shortcut, one action: a_shortcut_of_another_action_is_refused,
    fixed_keys_are_refused_for_the_global_hotkey_too, every_key_of_the_window_is_known_to_the_settings,
    of_two_actions_with_one_shortcut_in_the_file_the_first_keeps_it
  tray and hotkey: the_tray_follows_its_setting, the_hotkey_is_heard_from_outside_the_window
  damaged: a_damaged_file_is_set_aside_with_a_message, damaged_settings_are_told_in_the_window
For everyone (interface, scaling, runtime_text)
  languages: every_string_of_the_code_is_translated,
    no_page_shows_an_english_text_after_switching_at_run_time, every_sentence_of_the_runtime_is_translated
  keyboard, visible focus, list: every_enabled_control_of_a_page_is_reached_with_the_tab_key,
    the_focus_is_visible_on_every_control, the_shortcut_list_names_every_shortcut
  names: every_control_has_an_accessible_name
  contrast: contrast_is_at_least_4_5_in_both_themes, what_is_drawn_has_the_themes_colours
  640x400 and scales: every_page_fits_into_640_by_400, icons_are_sharp_and_no_text_is_cut_at_640_by_400
First start (program, translate_page)
  quick: the_window_opens_in_two_seconds_of_work_and_without_the_engine
  example: the_first_start_shows_an_example_translated
  no network: no_page_and_no_translation_needs_the_network
  crashes: an_engine_crash_is_shown_saved_as_a_report_and_survived,
    the_whole_program_takes_over_translates_keeps_and_survives_a_kill
  draft: the_draft_is_there_after_a_restart_but_not_in_private_mode
Desktop fit (desktop, program)
  files: installed_for_one_user_and_removed_again, icons_and_desktop_files_are_there
  one window: a_second_start_hands_its_arguments_over, a_socket_left_by_a_crash_is_no_obstacle
  terminal: help_is_shown_in_a_terminal
"""
