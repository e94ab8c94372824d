namespace Portal.Core.Keys;

/// <summary>What a typed recovery code turned out to be. Nothing here says whether it is the right one: only a slot does.</summary>
public abstract record RecoveryCodeReading
{
    private RecoveryCodeReading()
    {
    }

    /// <summary>A code without slips.</summary>
    /// <param name="Code">The code; the caller disposes of it.</param>
    public sealed record Read(RecoveryCode Code) : RecoveryCodeReading;

    /// <summary>A character that no code has.</summary>
    /// <param name="Position">Which of the typed characters, from 0.</param>
    public sealed record StrangeCharacter(int Position) : RecoveryCodeReading;

    /// <summary>Characters are missing.</summary>
    /// <param name="Missing">How many.</param>
    public sealed record TooShort(int Missing) : RecoveryCodeReading;

    /// <summary>There are more characters than a code has.</summary>
    public sealed record TooLong : RecoveryCodeReading;

    /// <summary>The check characters don't fit: some character is wrong or two have changed places.</summary>
    public sealed record Mistyped : RecoveryCodeReading;
}
