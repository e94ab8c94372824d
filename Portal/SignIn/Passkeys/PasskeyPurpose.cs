namespace Portal.SignIn.Passkeys;

/// <summary>What a passkey is asked for. An answer is good for the purpose alone that it was asked for.</summary>
internal enum PasskeyPurpose
{
    /// <summary>To sign in by itself.</summary>
    SignIn,

    /// <summary>As the second factor, or to confirm that it is the same person.</summary>
    Second,

    /// <summary>To be added.</summary>
    Add,
}
