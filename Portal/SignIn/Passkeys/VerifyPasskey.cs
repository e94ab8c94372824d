using Microsoft.AspNetCore.Identity;
using Portal.Core.Accounts.Passkeys;
using Portal.Core.Storage.Model;

namespace Portal.SignIn.Passkeys;

/// <summary>
/// Verifies what a passkey answered: origin, domain, challenge, user verification, signature and counter by Identity's handler; that the challenge
/// is of this browser, purpose and sign-in, in time and unspent, here. All refusals look the same.
/// </summary>
internal sealed class VerifyPasskey(IPasskeyHandler<Account> handler, PasskeyTokens tokens, UsePasskey use)
{
    private const int LongestAnswer = 64 * 1024;

    /// <summary>Verifies an answer.</summary>
    /// <returns>Whose passkey it is, or null where anything is wrong.</returns>
    public async Task<Account?> AnswerAsync(
        HttpContext context, PasskeyPurpose purpose, string subject, PasskeyAnswer answer, CancellationToken cancellationToken)
    {
        if (tokens.Read(context, purpose, subject, answer.Token) is not { } challenge || answer.Credential is not { Length: > 0 and < LongestAnswer })
        {
            return null;
        }

        var result = await handler.PerformAssertionAsync(new PasskeyAssertionContext
        {
            HttpContext = context, CredentialJson = answer.Credential, AssertionState = challenge.State,
        });
        return result.Succeeded
            && await use.SpendAsync(challenge.Hash, challenge.ExpiresAt, cancellationToken)
            && await use.CountAsync(result.User.Id, result.Passkey, cancellationToken)
                ? result.User
                : null;
    }

    /// <summary>Verifies a new passkey.</summary>
    /// <returns>What is to be stored of it, or null where anything is wrong.</returns>
    public async Task<UserPasskeyInfo?> NewAsync(HttpContext context, CurrentReader reader, PasskeyAnswer answer, CancellationToken cancellationToken)
    {
        if (tokens.Read(context, PasskeyPurpose.Add, Convert.ToHexStringLower(reader.Secret!.Id), answer.Token) is not { } challenge
            || answer.Credential is not { Length: > 0 and < LongestAnswer })
        {
            return null;
        }

        var result = await handler.PerformAttestationAsync(new PasskeyAttestationContext
        {
            HttpContext = context, CredentialJson = answer.Credential, AttestationState = challenge.State,
        });
        return result.Succeeded && result.UserEntity.Id == reader.Session!.AccountId.ToString()
            && await use.SpendAsync(challenge.Hash, challenge.ExpiresAt, cancellationToken) ? result.Passkey : null;
    }
}

/// <summary>What a form brings back from a passkey.</summary>
/// <param name="Token">The challenge, as the form had it.</param>
/// <param name="Credential">What the browser's WebAuthn gave, as JSON.</param>
internal sealed record PasskeyAnswer(string? Token, string? Credential);
