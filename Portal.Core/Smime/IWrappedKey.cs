namespace Portal.Core.Smime;

/// <summary>The content key as it was locked for one of our keys.</summary>
internal interface IWrappedKey
{
    /// <summary>Unlocks the content key; a CryptographicException where that fails.</summary>
    byte[] Unwrap();
}
