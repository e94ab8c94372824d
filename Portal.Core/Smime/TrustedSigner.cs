using System.Security.Cryptography.X509Certificates;

namespace Portal.Core.Smime;

/// <summary>A pinned gateway. Chains and embedded certificates play no part: the certificate itself is what is trusted.</summary>
/// <param name="Name">The operator's name for it.</param>
/// <param name="Certificate">Its signing certificate; stays the caller's to dispose.</param>
public sealed record TrustedSigner(string Name, X509Certificate2 Certificate);
