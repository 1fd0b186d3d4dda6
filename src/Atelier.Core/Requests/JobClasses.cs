namespace Atelier.Core.Requests;

/// <summary>The weights of the classes in virtual time: a job of weight 4 gets a quarter of the share.</summary>
public static class JobClasses
{
    /// <summary>1, 4 or 16.</summary>
    public static int Weight(this JobClass jobClass) =>
        jobClass switch
        {
            JobClass.Interactive => 1,
            JobClass.Background => 4,
            _ => 16,
        };
}
