namespace Portal.Core.Outbox;

/// <summary>Finds what the person a mail goes to wants of it. The outbox does not know accounts; whoever does registers this.</summary>
internal interface IFindRecipient
{
    /// <summary>What the account says that reads the address, or null where there is none.</summary>
    Task<KnownRecipient?> FindAsync(string tenant, string address, CancellationToken cancellationToken);
}
