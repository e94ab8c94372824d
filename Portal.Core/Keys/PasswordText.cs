using System.Text;

namespace Portal.Core.Keys;

/// <summary>The bytes of a password that a person chose.</summary>
internal static class PasswordText
{
    /// <summary>
    /// UTF-8 of the NFKC form, so that the same password typed on another device is the same (NIST SP 800-63B-4 §3.1.1.2). What Normalize
    /// would throw at (half a surrogate pair, U+FFFE) becomes U+FFFD first.
    /// </summary>
    public static byte[] ToBytes(string password) => Encoding.UTF8.GetBytes(
        Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(password)).Replace('\uFFFE', '\uFFFD').Normalize(NormalizationForm.FormKC));
}
