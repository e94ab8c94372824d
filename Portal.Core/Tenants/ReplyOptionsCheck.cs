namespace Portal.Core.Tenants;

/// <summary>Refuses settings of what people may send that would lead nowhere, or where a header ends.</summary>
internal static class ReplyOptionsCheck
{
    private const int LongestName = 100;

    public static IEnumerable<string> Failures(string section, TenantOptions options, Func<string, bool> isAddress)
    {
        var recipients = options.DefaultRecipients;
        for (var i = 0; i < recipients.Count; i++)
        {
            if (!isAddress(recipients[i].Address))
            {
                yield return $"{section}:DefaultRecipients:{i}:Address is '{recipients[i].Address}'; it must be a mail address such as office@example.com.";
            }

            if (recipients[i].Name is not { Length: > 0 and <= LongestName } name || name.Any(char.IsControl))
            {
                yield return $"{section}:DefaultRecipients:{i}:Name is '{recipients[i].Name}'; it must be a name of 1 to {LongestName} characters, which people read.";
            }
        }

        var nobody = recipients.Count + options.RecipientDomains.Count + options.SenderDomains.Count == 0;
        foreach (var (key, on) in new[] { ("Forward", options.Forward), ("NewMessage", options.NewMessage) })
        {
            if (on && nobody)
            {
                yield return $"{section}:{key} is 'True', but there is nobody to write to; set RecipientDomains, SenderDomains or DefaultRecipients.";
            }
        }
    }
}
