namespace Portal.Core.Tenants;

/// <summary>How it is proved that somebody may set a new password.</summary>
public enum ResetWay
{
    /// <summary>A link by mail.</summary>
    Mail = 0,

    /// <summary>A code by SMS, in the browser that asked.</summary>
    Sms = 1,

    /// <summary>An operator who calls back.</summary>
    HelpDesk = 2,
}
