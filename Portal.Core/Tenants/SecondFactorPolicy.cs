namespace Portal.Core.Tenants;

/// <summary>What a tenant thinks of second factors.</summary>
public enum SecondFactorPolicy
{
    /// <summary>Nobody can set one up. Those that exist are still asked for, and can be removed.</summary>
    Off,

    /// <summary>Whoever wants one sets it up.</summary>
    Offered,

    /// <summary>Whoever has none is led to set one up before anything else.</summary>
    Required,
}
