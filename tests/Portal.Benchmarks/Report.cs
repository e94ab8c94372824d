using System.Globalization;

namespace Portal.Benchmarks;

/// <summary>Prints figures as they are found.</summary>
internal sealed class Report
{
    public void Section(string name) => Console.WriteLine($"# {name}");

    public void Add(string name, double value, string unit) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}_{unit}={value:0.###}"));

    /// <summary>The middle of an odd number of values.</summary>
    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }
}
