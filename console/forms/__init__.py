"""Forms: fields declared as data, drafts kept while they are typed.

To write a form:

* declare its fields (:mod:`console.forms.fields`) and make a :class:`console.forms.form.Form`
  of them;
* let the screen subclass :class:`console.forms.screen.FormScreen`; mount the form and hand it
  over with ``self.take_form(form, draft_name, subject)``. From then on F2 saves, Esc leaves,
  the draft is kept and restored;
* answer ``form_work(form)`` (what to run when saving) and ``form_saved(form, result)``.

Nothing in here knows what a form is about.
"""
