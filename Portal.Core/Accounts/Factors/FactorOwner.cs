namespace Portal.Core.Accounts.Factors;

/// <summary>Who changes second factors, and where.</summary>
/// <param name="AccountId">Whose they are.</param>
/// <param name="Tenant">The tenant whose pages these are.</param>
/// <param name="Browser">The browser in our own words, for the mail about it.</param>
public sealed record FactorOwner(Guid AccountId, string Tenant, string Browser);

/// <summary>What became of the wish to remove a second factor.</summary>
public enum FactorRemoval
{
    /// <summary>It is gone.</summary>
    Removed,

    /// <summary>There was none.</summary>
    Unknown,

    /// <summary>It is the last one, and the tenant wants everybody to have one.</summary>
    Needed,

    /// <summary>Nothing else would sign the person in.</summary>
    OnlyWay,

    /// <summary>It is the last one, and the password is long enough only beside one.</summary>
    PasswordTooShort,

    /// <summary>Only a number would be left, and no SMS can be sent at the moment: nobody could take the second step.</summary>
    NoneWorks,
}
