namespace Portal.Core.Outbox;

/// <summary>Finds the phrase that a person wants to see in the portal's mails. The outbox does not know accounts; whoever does registers this.</summary>
internal interface IFindPhrase
{
    /// <summary>The phrase of the account that reads the address, or null where there is none.</summary>
    Task<string?> FindAsync(string tenant, string address, CancellationToken cancellationToken);
}
