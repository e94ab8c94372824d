namespace Portal.Core.Accounts.Passwords;

/// <summary>What would do most for a password.</summary>
public enum PasswordAdvice
{
    /// <summary>Nothing: it is strong.</summary>
    None,

    /// <summary>More characters, best another word or two.</summary>
    Longer,

    /// <summary>Fewer characters or pieces that are repeated.</summary>
    LessRepetition,

    /// <summary>No rows of the alphabet, the digits or the keyboard.</summary>
    NoRun,

    /// <summary>No years and dates.</summary>
    NoDate,

    /// <summary>Fewer words that stand on every guesser's list.</summary>
    NoCommonWord,

    /// <summary>No name, address, or name of the portal.</summary>
    NoPersonalWord,
}
