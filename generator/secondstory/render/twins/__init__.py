"""The Markdown twins: what a page says as compact Markdown, for readers that are programs.

A twin lies beside its page under the same name, `.md` for `.html`. It is made of the same
parts as the page, so that it changes when the page does and never otherwise. It holds text
only, all of it escaped (`plain`): a report can say what it likes in a twin, but cannot speak
for the portal. Links lead to twins where there are some, permalinks to the pages themselves.
"""
