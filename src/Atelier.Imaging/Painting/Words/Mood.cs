namespace Atelier.Imaging.Painting.Words;

/// <summary>What a mood word stands for: a time of day, a season or weather.</summary>
internal enum Mood
{
    Dawn,
    Day,
    Sunset,
    Night,
    Spring,
    Summer,
    Autumn,
    Winter,
    Fog,
    Storm,
    Rain,
    Snowfall,
    Calm,
    Clear,
    Cloudy,
    Aurora,
}
