namespace Portal.Core.Tenants;

/// <summary>Which wishes of a single mail count against the tenant's choice of the way of initial passwords.</summary>
public enum InitialPasswordOverride
{
    /// <summary>
    /// Those that ask for as much or more: sender and SMS both need a second way besides the link of the notice and stand for each other;
    /// <c>none</c> needs the link alone and counts only where the tenant asks for no more.
    /// </summary>
    NotWeaker = 0,

    /// <summary>All.</summary>
    Any = 1,
}
