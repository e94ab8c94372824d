using Microsoft.AspNetCore.Identity;
using Portal.Core.Accounts;
using Portal.Core.Storage.Model;
using Portal.Pages.Passkeys;

namespace Portal.SignIn.Passkeys;

/// <summary>Makes the forms by which a browser is asked for a passkey.</summary>
internal sealed class AskPasskey(IPasskeyHandler<Account> handler, PasskeyTokens tokens, ReadProfile profiles, ReadAccount accounts)
{
    /// <summary>Asks for any passkey of this portal: the options name nobody and no passkey, whoever loads the page, so they tell nothing (threat B1).</summary>
    public async Task<PasskeyForm> AnyAsync(HttpContext context, string action, string? returnUrl)
    {
        var options = await handler.MakeRequestOptionsAsync(null!, context);
        return new PasskeyForm
        {
            Action = action,
            ReturnUrl = returnUrl,
            Options = options.RequestOptionsJson,
            Token = tokens.Write(context, PasskeyPurpose.SignIn, "", options.AssertionState!),
            AsYouType = true,
        };
    }

    /// <summary>Asks for one of an account's passkeys.</summary>
    /// <returns>Null where the account is gone.</returns>
    public async Task<PasskeyForm?> OneOfAsync(
        HttpContext context, SecondFactorCase asked, string action, string? returnUrl, CancellationToken cancellationToken)
    {
        if (await accounts.OfAsync(asked.Owner.AccountId, cancellationToken) is not { } account)
        {
            return null;
        }

        var options = await handler.MakeRequestOptionsAsync(account, context);
        return new PasskeyForm
        {
            Action = action,
            ReturnUrl = returnUrl,
            Options = options.RequestOptionsJson,
            Token = tokens.Write(context, PasskeyPurpose.Second, asked.Subject, options.AssertionState!),
        };
    }

    /// <summary>Asks for a new passkey of the account whose session it is.</summary>
    public async Task<PasskeyForm?> NewAsync(HttpContext context, CurrentReader reader, string action, CancellationToken cancellationToken)
    {
        if (await accounts.OfAsync(reader.Session!.AccountId, cancellationToken) is not { } account)
        {
            return null;
        }

        var options = await handler.MakeCreationOptionsAsync(
            new PasskeyUserEntity
            {
                Id = account.Id.ToString(),
                Name = reader.Session.Mailboxes is [var first, ..] ? first.Address : profiles.Of(account).Name,
                DisplayName = profiles.Of(account).Name,
            },
            context);
        return new PasskeyForm
        {
            Action = action,
            Creates = true,
            Options = options.CreationOptionsJson,
            Token = tokens.Write(context, PasskeyPurpose.Add, Convert.ToHexStringLower(reader.Secret!.Id), options.AttestationState!),
        };
    }
}
