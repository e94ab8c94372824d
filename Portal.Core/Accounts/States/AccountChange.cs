using Portal.Core.Storage.Model;

namespace Portal.Core.Accounts.States;

/// <summary>What became of a change that an operator wanted.</summary>
public abstract record AccountChange
{
    private AccountChange()
    {
    }

    /// <summary>Done and written down.</summary>
    /// <param name="From">The state before.</param>
    /// <param name="To">The state now.</param>
    public sealed record Changed(AccountState From, AccountState To) : AccountChange;

    /// <summary>From its present state no such way leads on.</summary>
    /// <param name="State">The present state.</param>
    public sealed record Refused(AccountState State) : AccountChange;

    /// <summary>A message lies there that an operator holds: until it is released the account cannot be deleted.</summary>
    public sealed record HoldsMail : AccountChange;

    /// <summary>There is no such account.</summary>
    public sealed record Unknown : AccountChange;
}

/// <summary>Who wants a change, and why.</summary>
/// <param name="By">The operator's system user name.</param>
/// <param name="Reason">The reason as the operator gave it; may be empty.</param>
public sealed record OperatorOrder(string By, string Reason);
