namespace Atelier.Engine.Limits;

/// <summary>How often an account may ask, by groups of operations, under <c>Limits:Operations</c> (requirement C-69).</summary>
public sealed class OperationLimitOptions
{
    public const string Section = "Limits:Operations";

    /// <summary>Pictures from words, and stylised ones. The default is 10 a minute, 100 an hour, 500 a day.</summary>
    public OperationRate Generate { get; set; } =
        new()
        {
            PerMinute = 10,
            PerHour = 100,
            PerDay = 500,
        };

    /// <summary>Pictures that are made anew. The default is 15 a minute, 150 an hour.</summary>
    public OperationRate Regenerate { get; set; } = new() { PerMinute = 15, PerHour = 150 };

    /// <summary>Edits, upscales and removed backgrounds together. The default is 20 a minute, 200 an hour.</summary>
    public OperationRate Transform { get; set; } = new() { PerMinute = 20, PerHour = 200 };

    /// <summary>Generations of an account that run at once, of those from the presentation doors; more wait. 0 is no bound. The default is 3.</summary>
    public int PresentationsAtOnce { get; set; } = 3;
}
