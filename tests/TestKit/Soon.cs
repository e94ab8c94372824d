namespace TestKit;

/// <summary>For inputs on which work that grows with the square of their length would take minutes.</summary>
public static class Soon
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Runs the work, and fails if it is not at its end after half a minute.</summary>
    /// <exception cref="TimeoutException">It is still at work, and goes on in the background.</exception>
    public static Task<T> EndsAsync<T>(Func<T> work) => Task.Run(work).WaitAsync(Patience);
}
