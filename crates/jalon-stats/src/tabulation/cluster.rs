//! Counting by the program `jalon-cluster`, which gives the work to several machines.

use std::io::{Read, Write};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use super::assignment::{Assignment, Counter, Tally};
use super::fault::{Fault, Outcome};

/// Asks `jalon-cluster count`: the assignment goes to its standard input, tally or faults come from its standard output.
#[derive(Debug, Clone)]
pub struct Cluster {
    pub program: PathBuf,
    /// Host and port of the scheduler.
    pub scheduler: String,
}

impl Counter for Cluster {
    fn count(&self, assignment: &Assignment) -> Outcome<Tally> {
        let failed = |reason: &dyn std::fmt::Display| Fault::new("cluster-failed", &self.scheduler).with("reason", reason);
        let asked = serde_json::to_vec(assignment).map_err(|error| failed(&error))?;
        let mut child = self.start()?;
        let mut answer = vec![];
        let asking = child.stdin.take().map_or(Ok(()), |mut input| input.write_all(&asked));
        let answering = child.stdout.take().map_or(Ok(0), |mut output| output.read_to_end(&mut answer));
        let status = child.wait().map_err(|error| failed(&error))?;
        if !status.success() {
            return Err(failed(&status).into());
        }
        asking.map_err(|error| failed(&error))?;
        answering.map_err(|error| failed(&error))?;
        serde_json::from_slice::<Outcome<Tally>>(&answer).map_err(|error| failed(&error))?
    }
}

impl Cluster {
    fn start(&self) -> Outcome<Child> {
        let mut command = Command::new(&self.program);
        command.args(["count", "--scheduler", &self.scheduler]).stdin(Stdio::piped()).stdout(Stdio::piped());
        let place = self.program.display().to_string();
        command.spawn().map_err(|error| Fault::new("cluster-program", place).with("reason", error).into())
    }
}
