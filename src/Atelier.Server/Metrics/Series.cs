using System.Text;

namespace Atelier.Server.Metrics;

/// <summary>The aggregated measurements of one set of labels; recording is safe from every thread.</summary>
internal abstract class Series(string labels)
{
    /// <summary>The labels as they stand between the braces, or empty.</summary>
    protected string Labels { get; } = labels;

    public abstract void Record(long value);

    public abstract void Record(double value);

    /// <summary>Appends the samples of this series.</summary>
    public abstract void Write(StringBuilder text, string name);
}
