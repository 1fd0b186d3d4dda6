using Atelier.Emulators.Pictures;

namespace Atelier.Emulators.Hosting;

/// <summary>How the emulators run.</summary>
public sealed record EmulatorOptions
{
    /// <summary>http and a loopback address; port 0, the default, takes a free one.</summary>
    public Uri Url { get; init; } = new("http://127.0.0.1:0");

    /// <summary>Pictures are scaled down to this edge, 16 to 4096 pixels. The default is 512.</summary>
    public int LongestEdge { get; init; } = 512;

    /// <summary>How long work takes; zero, the default, ends it at once. Null: until somebody ends it.</summary>
    public TimeSpan? TaskDuration { get; init; } = TimeSpan.Zero;

    /// <summary>The only key that is let in; without one every key is.</summary>
    public string? Key { get; init; }

    /// <summary>Whether each key is of an account of its own, which sees its own tasks alone, at PiAPI and LegNext. The default is false.</summary>
    public bool KeysApart { get; init; }

    /// <summary>LegNext points there are to spend. The default is 10,000,000.</summary>
    public long Points { get; init; } = 10_000_000;

    /// <summary>Stability's credits there are to spend. The default is 1,000,000.</summary>
    public long Credits { get; init; } = 1_000_000;

    /// <summary>What PiAPI does where its pages do not say.</summary>
    public PiapiHabits Piapi { get; init; } = new();

    /// <summary>How Replicate shows what a prediction was told. The default is as it came.</summary>
    public InputEcho Echo { get; init; }

    /// <summary>Paints the pictures; null, the default, has tiles whose colours come from the job.</summary>
    public IPicturePainter? Painter { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;
}
