"""Pictures of files, in a child: of pictures, of the pages of a PDF, and of pages that are made of a document's text."""
