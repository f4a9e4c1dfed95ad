"""Writers of papers: documents and workbooks that leave the office.

A paper is first a value: a :class:`~models.exchange.papers.model.Document` (headings,
paragraphs, tables) or a :class:`~models.exchange.papers.sheets.Workbook` (styled sheets).
Then a writer renders it::

    write_docx(document, target, at)        # document.py, a Word file
    write_markdown(document, target)        # markdown.py
    write_text(document, target)            # plain.py
    write_workbook(workbook, target, at)    # workbook.py, an Excel file

:mod:`models.exchange.papers.forms` has both in one :class:`~models.exchange.papers.forms.Paper`,
chosen by the ending of a file: ``write_paper(paper, form_of("清单.docx"), target, at)``.

Writers know nothing of the work. The same value and the same moment ``at`` give the same
bytes, and the files say nothing about who made them. Papers are in Chinese whatever language
the console speaks: the words on them belong to whoever builds the value.
"""
