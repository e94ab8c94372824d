using Portal.Core.Mime;
using Portal.Core.Tenants;

namespace Portal.Core.Messages.Replies;

/// <summary>The right side of the Message-IDs that a tenant's portal makes: the domain that its own mails come from.</summary>
internal static class MailHost
{
    public static string Of(TenantOptions tenant) => AddrSpec.TryParse(tenant.MailFrom, out var from) ? from.Domain : "localhost";
}
