namespace Atelier.Emulators.Hosting;

internal static class EmulatorOptionsCheck
{
    /// <exception cref="EmulatorException">Names the option and its range.</exception>
    public static void Check(EmulatorOptions options)
    {
        LoopbackAddress.Parse(options.Url);
        if (options.LongestEdge is < 16 or > 4096)
        {
            throw new EmulatorException($"LongestEdge is {options.LongestEdge}; give 16 to 4096 pixels.");
        }

        if (options.TaskDuration < TimeSpan.Zero)
        {
            throw new EmulatorException("TaskDuration is negative; give zero or more, or null to hold the work.");
        }
    }
}
