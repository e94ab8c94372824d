namespace Portal.Core.Tenants;

/// <summary>What a tenant asks of passwords.</summary>
public enum PasswordProfile
{
    /// <summary>Length alone counts (NIST SP 800-63B-4 §3.1.1.2).</summary>
    Length,

    /// <summary>Shorter, with an upper-case letter and a digit, and none of the last ones.</summary>
    Classic,
}
