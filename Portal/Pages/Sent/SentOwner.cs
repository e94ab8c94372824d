using Portal.Core.Accounts;
using Portal.Core.Messages.Tracking;
using Portal.SignIn;

namespace Portal.Pages.Sent;

/// <summary>Who may see all that he has sent: whoever signed in through one of the tenant's providers, by the addresses of his account.</summary>
internal sealed class SentOwner(ListSent list, ReadSent sent, CurrentReader reader)
{
    private bool? _applies;

    private bool MayLook => reader.Session is { NeedsFactor: false } session && session.Methods.HasFlag(SignInMethods.External);

    /// <summary>Whether there is anything to see.</summary>
    public async Task<bool> AppliesAsync(CancellationToken cancellationToken) =>
        _applies ??= MayLook && await list.AnyAsync(reader.Session!.AccountId, reader.Session.Tenant, cancellationToken);

    /// <summary>A page of it; null for whoever may not look.</summary>
    public async Task<SentPage?> PageAsync(int number, CancellationToken cancellationToken) =>
        MayLook ? await list.PageAsync(reader.Session!.AccountId, reader.Session.Tenant, number, cancellationToken) : null;

    /// <summary>One message; null where there is none of his.</summary>
    public async Task<SentMessage?> FindAsync(Guid id, CancellationToken cancellationToken) =>
        MayLook ? await sent.OfAsync(id, await list.AddressesAsync(reader.Session!.AccountId, cancellationToken), cancellationToken) : null;
}
