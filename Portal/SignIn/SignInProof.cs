using Portal.Core.Accounts;
using Portal.Core.Keys;
using Portal.Core.Storage.Model;

namespace Portal.SignIn;

/// <summary>What somebody who signs in has proved so far.</summary>
internal sealed record SignInProof : IDisposable
{
    /// <summary>Who it is.</summary>
    public required Account Account { get; init; }

    /// <summary>The tenant whose pages these are.</summary>
    public required string Tenant { get; init; }

    /// <summary>How it was proved.</summary>
    public required SignInMethods Methods { get; init; }

    /// <summary>Whether the person asked not to be asked for the second factor in this browser for a while.</summary>
    public bool TrustDevice { get; init; }

    /// <summary>Whether a second factor is to be set up before anything else.</summary>
    public bool NeedsFactor { get; init; }

    /// <summary>What the password opens, or null where there was none. Disposed of with this.</summary>
    public PasswordSecret? Secret { get; init; }

    /// <summary>The proof that a right password is; it takes over the secret.</summary>
    public static SignInProof Of(CheckedPassword right, string tenant) =>
        new() { Account = right.Account, Tenant = tenant, Methods = SignInMethods.Password, Secret = right.Secret };

    public void Dispose() => Secret?.Dispose();
}
