using Portal.Core.Accounts.Devices;
using Portal.Core.Tenants;

namespace Portal.Core.Accounts.Factors;

/// <summary>What comes after a proof of who somebody is.</summary>
public enum SignInStep
{
    /// <summary>Enough was proved.</summary>
    Enough,

    /// <summary>Enough, because this browser is not asked for the second factor.</summary>
    EnoughHere,

    /// <summary>The second factor is still to be proved.</summary>
    SecondFactor,

    /// <summary>There is none, and the tenant wants one: it is set up before anything else.</summary>
    SetUp,
}

/// <summary>Decides whether what was proved is enough for a session: the one place that does.</summary>
public sealed class DecideSignIn(ListFactors factors, TrustDevice trust, TenantCatalog tenants)
{
    /// <summary>What comes next.</summary>
    /// <param name="accountId">Who it is.</param>
    /// <param name="tenant">The tenant whose pages these are.</param>
    /// <param name="proved">How it was proved.</param>
    /// <param name="device">What the browser's cookie says, or null.</param>
    /// <param name="cancellationToken">Ends the wait for the database.</param>
    public async Task<SignInStep> NextAsync(
        Guid accountId, string tenant, SignInMethods proved, DeviceSecret? device, CancellationToken cancellationToken)
    {
        if (proved.HaveSecondFactor())
        {
            return SignInStep.Enough;
        }

        if (!(await factors.OfAsync(accountId, cancellationToken)).IsAsked)
        {
            return tenants[tenant].SecondFactor == SecondFactorPolicy.Required ? SignInStep.SetUp : SignInStep.Enough;
        }

        return device is not null && tenants[tenant].SecondFactorTrust > TimeSpan.Zero && await trust.IsTrustedAsync(accountId, device, cancellationToken)
            ? SignInStep.EnoughHere
            : SignInStep.SecondFactor;
    }
}
