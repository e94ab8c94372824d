namespace Portal.Core.Accounts.Factors;

/// <summary>Checks the code of a second factor. Too early and wrong look the same.</summary>
public sealed class CheckSecondFactor(CountFactorTries tries, AuthenticatorApp app, SmsCodes sms, BackupCodes backup, ListFactors factors)
{
    /// <summary>Counts the try, and compares.</summary>
    /// <param name="owner">Whose factor it is.</param>
    /// <param name="method"><see cref="SignInMethods.AuthenticatorCode"/>, <see cref="SignInMethods.SmsCode"/> or <see cref="SignInMethods.BackupCode"/>.</param>
    /// <param name="typed">The code as it was typed.</param>
    /// <param name="boundTo">The id of the sign-in or session in which it was typed.</param>
    /// <param name="cancellationToken">Ends the wait for the database; once counted, the try is brought to its end.</param>
    public async Task<bool> CheckAsync(FactorOwner owner, SignInMethods method, string typed, byte[] boundTo, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(owner);
        ArgumentNullException.ThrowIfNull(typed);
        if (!await tries.TakeAsync(owner.AccountId, cancellationToken))
        {
            return false;
        }

        var right = method switch
        {
            SignInMethods.AuthenticatorCode => await app.UseAsync(owner.AccountId, typed, CancellationToken.None),
            SignInMethods.SmsCode => await IsSmsAsync(owner, typed, boundTo),
            SignInMethods.BackupCode => await backup.UseAsync(owner, typed, CancellationToken.None),
            _ => throw new ArgumentOutOfRangeException(nameof(method)),
        };
        await (right ? tries.SucceedAsync(owner.AccountId) : tries.FailAsync(owner.AccountId));
        return right;
    }

    // A code that went to a number which is only being set up proves that one and no other.
    private async Task<bool> IsSmsAsync(FactorOwner owner, string typed, byte[] boundTo) =>
        await sms.UseAsync(boundTo, owner.AccountId, typed, CancellationToken.None) is { } number
        && number.Equals((await factors.OfAsync(owner.AccountId, CancellationToken.None)).Mobile);
}
