"""What a watermark does: who gets a stamped picture of a file, what the stamp says, and the stamping.

if rules.is_stamped(access):                                     # whoever shows a picture of a file asks this first
    picture = await renditions.stamp(picture, "png", rules.imprint(subject.login, now))     # in a child

Pictures were made of a stranger's file, so they are stamped where they were made; nothing is imported here, so that a
child can have the stamp without the rules.
"""
