namespace Portal.Core.Tenants;

/// <summary>Somebody whom people may always write to, such as a department.</summary>
public sealed class DefaultRecipient
{
    /// <summary>What people read.</summary>
    public string Name { get; set; } = "";

    /// <summary>The mail address.</summary>
    public string Address { get; set; } = "";
}
