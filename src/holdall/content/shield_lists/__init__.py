"""Shield lists: named lists of countries, domains, addresses of mail and addresses of networks that an enterprise keeps."""
