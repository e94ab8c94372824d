using System.Diagnostics;

namespace Portal.Fuzz;

/// <summary>Gives one input after the other to the targets in turn and reports what must not happen.</summary>
internal sealed class FuzzLoop(FuzzOptions options, IReadOnlyList<IFuzzTarget> targets)
{
    private const long MostAllocated = 256L * 1024 * 1024;
    private const long AllocatedPerByte = 3000;
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Hangs = TimeSpan.FromSeconds(60);

    private readonly Dictionary<string, int> _findings = [];

    /// <returns>How many different findings there were.</returns>
    public async Task<int> RunAsync()
    {
        var end = Stopwatch.GetTimestamp() + (long)(options.Minutes * 60 * Stopwatch.Frequency);
        var (number, started) = (options.Only ?? 0, LiveBytes());
        do
        {
            foreach (var target in targets)
            {
                await OnceAsync(target, number);
            }

            number++;
        }
        while (options.Only is null && Stopwatch.GetTimestamp() < end);

        Console.WriteLine($"inputs={(number - (options.Only ?? 0)) * targets.Count} live_MB_before={started / 1_000_000} live_MB_after={LiveBytes() / 1_000_000} findings={_findings.Count}");
        return _findings.Count;
    }

    private async Task OnceAsync(IFuzzTarget target, long number)
    {
        var input = new Mutator(new Dice(options.Seed, number), target).Next();
        var (allocated, processor, watch) = (GC.GetTotalAllocatedBytes(), Environment.CpuUsage.TotalTime, Stopwatch.StartNew());
        try
        {
            await Task.Run(() => target.RunAsync(input)).WaitAsync(Hangs);
        }
        catch (TimeoutException) when (watch.Elapsed >= Hangs)
        {
            Report(target, number, input, "does not come to an end");
            throw;
        }
        catch (Exception error)
        {
            Report(target, number, input, $"{error.GetType().Name} at {Place(error)}", error);
        }

        allocated = GC.GetTotalAllocatedBytes() - allocated;
        processor = Environment.CpuUsage.TotalTime - processor;
        if (processor > Slow && await IsSlowAgainAsync(target, input))
        {
            Report(target, number, input, $"takes long ({processor.TotalSeconds:0.0} s for {input.Length} bytes)");
        }

        if (allocated > MostAllocated + (input.Length * AllocatedPerByte))
        {
            Report(target, number, input, $"allocates much ({allocated / 1_000_000} MB for {input.Length} bytes)");
        }
    }

    // Time of the processor, which other programs may have had meanwhile. The first time may be that of the compiler.
    private static async Task<bool> IsSlowAgainAsync(IFuzzTarget target, byte[] input)
    {
        var before = Environment.CpuUsage.TotalTime;
        try
        {
            await target.RunAsync(input);
        }
        catch (Exception)
        {
            // Has been reported.
        }

        return Environment.CpuUsage.TotalTime - before > Slow;
    }

    // Findings of one place are one finding; its first input is kept.
    private void Report(IFuzzTarget target, long number, byte[] input, string what, Exception? error = null)
    {
        var kind = $"{target.Name}: {what.Split('(')[0]}";
        _findings[kind] = _findings.GetValueOrDefault(kind) + 1;
        if (_findings[kind] > 1)
        {
            return;
        }

        Directory.CreateDirectory(options.Keep);
        var file = Path.Combine(options.Keep, $"{target.Name}-{options.Seed}-{number}.bin");
        File.WriteAllBytes(file, input);
        Console.WriteLine($"FINDING {target.Name}: {what}; again: --target {target.Name} --seed {options.Seed} --only {number}; input: {file}");
        if (error is not null)
        {
            Console.WriteLine(error);
        }
    }

    private static string Place(Exception error) =>
        new StackTrace(error).GetFrames().Select(f => f.GetMethod()).FirstOrDefault(m => m?.DeclaringType?.Namespace?.StartsWith("Portal.", StringComparison.Ordinal) == true)
            is { } method ? $"{method.DeclaringType!.Name}.{method.Name}" : "an unknown place";

    private static long LiveBytes() => GC.GetTotalMemory(forceFullCollection: true);
}
