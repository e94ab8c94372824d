using Portal.Core.Keys;
using Portal.Core.Mime;
using Portal.Core.Tenants;

namespace Portal.Core.Outbox.Bounces;

/// <summary>Where a mail to a tenant's bounce address belongs.</summary>
/// <param name="Tenant">The tenant.</param>
/// <param name="DeliveryId">The delivery whose notice came back, or null: the address was made up.</param>
public sealed record BounceTarget(string Tenant, Guid? DeliveryId);

/// <summary>
/// The envelope senders that notices leave with, where a tenant has a BounceAddress: <c>bounces+TOKEN@portal.example</c>. What comes back there says of
/// itself which notice it was.
/// </summary>
public sealed class BounceAddresses(ServerPepper pepper, TenantCatalog tenants)
{
    /// <summary>The envelope's sender for a notice of a delivery; null where the tenant has no bounce address.</summary>
    public string? For(string tenant, Guid deliveryId) => Split(tenants[tenant]) is { } own
        ? $"{own.Local}+{BounceToken.Of(pepper, tenant, deliveryId)}@{own.Domain}"
        : null;

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
                    return new BounceTarget(tenant, BounceToken.Read(pepper, tenant, asked.Local.AsSpan(own.Local.Length + 1)));
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

    private static AddrSpec? Split(TenantOptions tenant) =>
        tenant.BounceAddress.Length > 0 && AddrSpec.TryParse(tenant.BounceAddress, out var own) ? own : null;
}
