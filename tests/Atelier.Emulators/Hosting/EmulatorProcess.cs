namespace Atelier.Emulators.Hosting;

/// <summary>The emulators as a program of their own.</summary>
internal static class EmulatorProcess
{
    private const string Usage = "usage: --urls http://127.0.0.1:5099 --task-seconds 3 --longest-edge 512 --key KEY";

    public static async Task<int> RunAsync(string[] args)
    {
        try
        {
            await using var emulator = await Emulator.StartAsync(Parse(args), logging: true, CancellationToken.None);
            await Console.Out.WriteLineAsync(Welcome(emulator));
            await emulator.WaitForShutdownAsync();
            return 0;
        }
        catch (EmulatorException exception)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return 1;
        }
    }

    /// <exception cref="EmulatorException">An argument that is not known or not readable.</exception>
    internal static EmulatorOptions Parse(string[] args)
    {
        var options = new EmulatorOptions
        {
            Url = new Uri("http://127.0.0.1:5099"),
            TaskDuration = TimeSpan.FromSeconds(3),
        };
        for (var i = 0; i < args.Length; i += 2)
        {
            var value = i + 1 < args.Length ? args[i + 1] : throw new EmulatorException(Usage);
            options = args[i] switch
            {
                "--urls" when Uri.TryCreate(value, UriKind.Absolute, out var url) => options with { Url = url },
                "--task-seconds" when int.TryParse(value, out var seconds) => options with
                {
                    TaskDuration = TimeSpan.FromSeconds(seconds),
                },
                "--longest-edge" when int.TryParse(value, out var edge) => options with { LongestEdge = edge },
                "--key" => options with { Key = value },
                _ => throw new EmulatorException($"'{args[i]} {value}' is not understood; {Usage}"),
            };
        }

        return options;
    }

    private static string Welcome(Emulator emulator)
    {
        var wires = emulator.Wires.Select(wire => $"  {wire.Id, -10} {wire.BaseUrl}");
        return $$"""
            Emulated providers; every key is welcome, nothing is kept:
            {{string.Join('\n', wires)}}
            What they can do wrong:      curl {{emulator.Url}}_control
            Let the next call be cut:    curl {{emulator.Url}}_control/openai/faults -H 'content-type: application/json' -d '[{"action":"cut_after"}]'
            What they would have billed: curl {{emulator.Url}}_control/openai/bill
            ready {{emulator.Url}}
            """;
    }
}
