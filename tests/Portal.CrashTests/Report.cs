using System.Globalization;

namespace Portal.CrashTests;

/// <summary>The figures of a run; each violation is one that must be 0.</summary>
internal sealed class Report
{
    private bool _violated;

    public void Add(string name, double value) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}={value:0.###}"));

    /// <summary>Adds a figure that must be no larger than what is allowed.</summary>
    public void Violation(string name, double value, double allowed = 0)
    {
        Add(name, value);
        _violated |= value > allowed;
    }

    /// <summary>Says how it went.</summary>
    /// <returns>Whether nothing was violated.</returns>
    public bool Print()
    {
        Console.WriteLine($"verdict={(_violated ? "violated" : "held")}");
        return !_violated;
    }
}
