using System.Security.Cryptography;

namespace Portal.Core.Smime;

/// <summary>The content key as it was locked for one of our keys.</summary>
internal interface IWrappedKey
{
    /// <summary>Unlocks the content key.</summary>
    /// <exception cref="CryptographicException">It does not open.</exception>
    byte[] Unwrap();

    /// <summary>Throws what <see cref="Unwrap"/> throws, from the same place, without the work before it.</summary>
    /// <exception cref="CryptographicException">Always.</exception>
    void Fail();
}
