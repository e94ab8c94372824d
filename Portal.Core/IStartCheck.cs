namespace Portal.Core;

/// <summary>Something that must be in order before a door opens, so that no portal says that it runs while it cannot work.</summary>
public interface IStartCheck
{
    /// <summary>Does nothing where all is well.</summary>
    /// <exception cref="Exception">One that <see cref="SettingsFailure"/> explains.</exception>
    void Check();
}
