using System.Net;
using Portal.Core.Accounts.Devices;

namespace Portal.Core.Accounts.Resets;

/// <summary>What somebody hands in who has forgotten a password.</summary>
public sealed record ResetRequest
{
    /// <summary>The tenant on whose pages it is.</summary>
    public required string Tenant { get; init; }

    /// <summary>The normalised address, or what was typed in its place.</summary>
    public required string Address { get; init; }

    /// <summary>The language of what is sent.</summary>
    public required string Language { get; init; }

    /// <summary>The number that the help desk is to call; empty where it is not asked for.</summary>
    public string CallBack { get; init; } = "";

    /// <summary>What the browser brings along with a code later, or null.</summary>
    public ResetSecret? Browser { get; init; }

    /// <summary>The network address of the browser, or null.</summary>
    public IPAddress? Network { get; init; }

    /// <summary>What the cookie of the browser says in which somebody signed in, or null: its owner is answered also when strangers have used up their share.</summary>
    public DeviceSecret? Device { get; init; }

    /// <summary>Whether an operator orders it: then no limit holds, for what the account had is gone already.</summary>
    public bool Ordered { get; init; }

    /// <summary>Only the type's name: what it holds must reach no log.</summary>
    public override string ToString() => nameof(ResetRequest);
}
