using Portal.Core.Tenants;

namespace Portal.Core.Outbox.Mails;

/// <summary>The mail to an address that somebody wants to add to an account: the code, or that it is an account's already. Never whose.</summary>
internal static class AddressMail
{
    public static IEnumerable<MailBlock> Blocks(AddressPayload address, MailTexts texts, TenantOptions tenant, PortalAddress portal)
    {
        if (address is not { Code: { } code, Until: { } until })
        {
            return
            [
                new MailBlock.Paragraph(texts["AddressTakenWhat", tenant.DisplayName]),
                new MailBlock.Paragraph(texts["AddressTakenYou"]),
                new MailBlock.Paragraph(texts["AddressTakenNotYou"]),
                new MailBlock.Paragraph(tenant.DisplayName),
            ];
        }

        return
        [
            new MailBlock.Paragraph(texts["AddressWhat", tenant.DisplayName]),
            new MailBlock.Label(texts["AddressCode"]),
            new MailBlock.Exact($"{code[..(code.Length / 2)]} {code[(code.Length / 2)..]}"),
            new MailBlock.Paragraph(texts["AddressUntil", texts.Moment(until)]),
            new MailBlock.Label(texts["AddressWhere"]),
            new MailBlock.Link(portal.Start + "settings/addresses"),
            new MailBlock.Paragraph(texts["AddressNotYou"]),
            new MailBlock.Paragraph(tenant.DisplayName),
        ];
    }
}
