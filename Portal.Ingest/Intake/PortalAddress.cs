using Portal.Core.Mime;
using Portal.Core.Outbox.Bounces;
using Portal.Core.Tenants;

namespace Portal.Ingest.Intake;

/// <summary>The addresses that the portal's own mails come from, and that reports on them go to.</summary>
internal static class PortalAddress
{
    // Our own notices and what comes back on them must not come in again: each would make the next notice (RFC 3834 §2).
    public static bool Is(TenantOptions tenant, string address) =>
        (AddressList.TryParseAddrSpec(tenant.MailFrom, out var own) && own.Equals(address, StringComparison.OrdinalIgnoreCase))
        || BounceAddresses.IsOne(tenant, address);
}
