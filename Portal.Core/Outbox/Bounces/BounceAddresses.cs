using Portal.Core.Keys;
using Portal.Core.Mime;
using Portal.Core.Tenants;

namespace Portal.Core.Outbox.Bounces;

/// <summary>Where a mail to a tenant's bounce address belongs.</summary>
/// <param name="Tenant">The tenant.</param>
/// <param name="DeliveryId">The delivery whose notice came back, or null.</param>
/// <param name="EntryId">The outbox entry of the reply, or of the mail to somebody's own certificate, that came back; or null.</param>
public sealed record BounceTarget(string Tenant, Guid? DeliveryId, Guid? EntryId = null)
{
    /// <summary>Whether the address was made up.</summary>
    public bool IsForged => DeliveryId is null && EntryId is null;
}

/// <summary>
/// The envelope senders that notices, replies and mails to people's own certificates leave with, where a tenant has a BounceAddress:
/// <c>bounces+TOKEN@portal.example</c>. What comes back there says of itself which it was.
/// </summary>
public sealed class BounceAddresses(ServerPepper pepper, TenantCatalog tenants)
{
    /// <summary>The envelope's sender for a notice of a delivery; null where the tenant has no bounce address.</summary>
    public string? For(string tenant, Guid deliveryId) => Of(BounceToken.OfDelivery, tenant, deliveryId);

    /// <summary>The envelope's sender for an outbox entry that may come back; null where the tenant has no bounce address.</summary>
    public string? ForEntry(string tenant, Guid entryId) => Of(BounceToken.OfEntry, tenant, entryId);

    /// <summary>The tenants that have a bounce address.</summary>
    public IReadOnlyList<string> Tenants => [.. tenants.Names.Where(name => Split(tenants[name]) is not null)];

    /// <summary>What an envelope's recipient is here; null where it is nobody's bounce address with something behind its plus.</summary>
    public BounceTarget? Find(string address)
    {
        if (AddrSpec.TryParse(address, out var asked))
        {
            foreach (var tenant in tenants.Names)
            {
                if (Split(tenants[tenant]) is { } own && own.Domain == asked.Domain
                    && asked.Local.StartsWith($"{own.Local}+", StringComparison.OrdinalIgnoreCase))
                {
                    var token = asked.Local.AsSpan(own.Local.Length + 1);
                    return new BounceTarget(
                        tenant, BounceToken.Read(pepper, BounceToken.OfDelivery, tenant, token), BounceToken.Read(pepper, BounceToken.OfEntry, tenant, token));
                }
            }
        }

        return null;
    }

    /// <summary>Whether an address is the tenant's bounce address, with or without a token: nobody's mailbox.</summary>
    public static bool IsOne(TenantOptions tenant, string address)
    {
        ArgumentNullException.ThrowIfNull(tenant);
        return Split(tenant) is { } own && AddrSpec.TryParse(address, out var asked) && own.Domain == asked.Domain
            && (asked.Local.Equals(own.Local, StringComparison.OrdinalIgnoreCase)
                || asked.Local.StartsWith($"{own.Local}+", StringComparison.OrdinalIgnoreCase));
    }

    private string? Of(string purpose, string tenant, Guid id) => Split(tenants[tenant]) is { } own
        ? $"{own.Local}+{BounceToken.Of(pepper, purpose, tenant, id)}@{own.Domain}"
        : null;

    private static AddrSpec? Split(TenantOptions tenant) =>
        tenant.BounceAddress.Length > 0 && AddrSpec.TryParse(tenant.BounceAddress, out var own) ? own : null;
}
